// On the start page: says whether all is kept for offline use, and keeps it when asked to.
"use strict";
(() => {
  const section = document.getElementById("offline");
  const [said, button, bar] = ["[role=status]", "button", "progress"].map((each) =>
    section.querySelector(each),
  );
  const { lab, jupyterlite } = section.dataset;
  if (!navigator.serviceWorker) return;
  const AGAIN = 5_000; // ms
  const VERSION = /^[\w.-]+-[0-9a-f]{8}\/$/; // what a folder of JupyterLab is called
  const root = new URL("./", location).href;

  // JupyterLite unregisters all service workers, also those of others on this origin, when it meets
  // one that it does not know. So it is told that its version has met these.
  const ours = [`${root}service-worker.js`, `${root}${lab}service-worker.js?enableCache=false`];
  for (const each of ours) localStorage.setItem(`${each}-version`, jupyterlite);

  let ready = false;
  let busy = false;

  const show = ({ missing, all, failed, ended }) => {
    bar.max = all;
    bar.value = all - missing;
    if (busy && !ended) return;
    busy = false;
    ready = missing === 0;
    bar.hidden = true;
    button.hidden = missing === 0;
    button.disabled = false;
    said.textContent =
      missing === 0
        ? "Ready for offline use: all of it is kept in this browser, and works without a connection."
        : `${failed ? "The connection failed. " : ""}Not yet ready for offline use: ${all - missing} of ${all} ` +
          "files are kept. A lesson that stays open for a minute keeps them, too.";
  };

  const ask = async (what) => (await navigator.serviceWorker.ready).active.postMessage(what);

  const register = async () => {
    await navigator.serviceWorker.register("service-worker.js");
    // After a new release the first to answer may be the old one, and then the new one takes over.
    navigator.serviceWorker.addEventListener("controllerchange", () => ask("missing"));
    navigator.serviceWorker.addEventListener("message", ({ data }) => data.lab === lab && show(data));
    navigator.serviceWorker.startMessages();
    button.addEventListener("click", () => {
      busy = button.disabled = true;
      bar.hidden = false;
      said.textContent = "All files are being loaded, to be kept for offline use.";
      navigator.storage.persist(); // or a browser that runs short of space may delete all of it
      ask("keep");
    });
    await ask("missing");
    // A lesson in another tab keeps files, too.
    setInterval(() => ready || busy || ask("missing"), AGAIN);
    // Service workers of older versions have no page any more.
    for (const each of await navigator.serviceWorker.getRegistrations()) {
      const is_old = each.scope.startsWith(root) && VERSION.test(each.scope.slice(root.length));
      if (is_old && each.scope !== root + lab) await each.unregister();
    }
  };
  register().catch((error) => {
    said.textContent = `Not ready for offline use: this browser keeps no files (${error.message}).`;
  });
})();
