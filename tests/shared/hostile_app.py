"""An app with an endpoint for each thing that an app had better not do."""

# What an endpoint does, and what is named. OUT is a folder outside of the copy, with a file in it.
REFUSED = {
    "subprocess.Popen(['sleep', '9'])": "sleep 9",
    "os.system('touch ' + OUT + '/new')": "touch ",
    "os.posix_spawn('/bin/touch', ['touch', OUT + '/new'], {})": "touch ",
    "os.execv('/bin/touch', ['touch', OUT + '/new'])": "touch ",
    "subprocess.run('git log; touch x', shell=True)": "git log; touch x",
    "multiprocessing.get_context('spawn').Process(target=print).start()": "multiprocessing",
    "os.open(OUT + '/new', os.O_CREAT)": "OUT/new",
    "os.open(OUT, os.O_RDONLY)": "OUT",
    "os.unlink('../../../../../../..' + OUT + '/file', dir_fd=os.open('.', 0))": "OUT/file",
    "os.chmod(OUT + '/file', 0)": "OUT/file",
    "os.utime(OUT + '/file')": "OUT/file",
    "os.link(OUT + '/file', 'mine')": "OUT/file",
    "os.rename('data', OUT + '/data')": "OUT/data",
    "os.unlink(OUT + '/link')": "OUT/link",
    "open(OUT + '/file.pyc', 'w')": "OUT/file.pyc",
    "sqlite3.connect(':memory:').execute(f\"attach '{OUT}/new' as x\")": "OUT/new",
    "sqlite3.connect(':memory:').execute('attach ? as x', (OUT + '/new',))": "by ATTACH",
    "sqlite3.connect(':memory:').execute(f\"vacuum into '{OUT}/new'\")": "OUT/new",
    "thread(sqlite3.connect, OUT + '/new')": "OUT/new",
    "daemon(open, OUT + '/new', 'w')": "OUT/new",
    "swallow(open, OUT + '/file', 'w')": "OUT/file",
    "os.kill(1, 15)": "process 1",
    "os.kill(-1, 15)": "all processes",
    "socket.socket(type=socket.SOCK_DGRAM).sendmsg([b''], [], 0, ('192.0.2.1', 53))": "192.0.2.1",
    "socket.gethostbyname('example.com')": "example.com",
    "socket.socket(socket.AF_UNIX).connect('/run/docker.sock')": "/run/docker.sock",
    "socket.socket(socket.AF_UNIX).connect(chr(0) + 'other')": "@other",
}
# What an endpoint does, and how it is answered: a status, or why there is none.
ANSWERED = {
    "time.sleep(1000)": "no answer within 1 s",
    "os._exit(3)": "its process ended with status 3",
    "os.abort()": "its process was ended by SIGABRT",
    "os.kill(os.getppid(), signal.SIGKILL)": 200,
    "sys.exit(3)": 500,
    "daemon(time.sleep, 1000)": 200,
    "fork_here()": 200,
    "subprocess.run(['git', 'rev-parse', 'HEAD'])": 200,
    "os.write(1, bytes(9_000_000)) and print('x' * 9_000_000)": 200,
    "sqlite3.connect('data.db').execute('vacuum')": 200,
    "shutil.rmtree(os.getcwd())": 200,
    "[os.mkdir('n' * i) for i in range(1, 50)] and os.mkfifo('fifo')": 200,
    "[os.chmod('.', 0o500), os.chmod('data', 0o400)]": 200,
    "[shutil.rmtree('folder'), os.symlink(OUT, 'folder')]": 200,
    "[shutil.rmtree('folder'), open('folder', 'w')]": 200,
    "[os.unlink('data'), os.mkdir('data')]": 200,
    "[open('data', 'w').write('enim'), os.utime('data', (1, 1))]": 200,
    "Response(bytes(50_000_000))": 200,
    "StreamingResponse(slowly())": 200,
    "StreamingResponse(for_ever())": 200,
    "BackgroundTask(time.sleep, 1000)": 200,
}
HEAD = """
import multiprocessing, os, shutil, signal, socket, sqlite3, subprocess, sys, threading, time
from contextlib import suppress
from fastapi import FastAPI
from fastapi.responses import Response, StreamingResponse
from starlette.background import BackgroundTask

app = FastAPI()
OUT = {!r}

def thread(function, *arguments):
    one = threading.Thread(target=function, args=arguments)
    one.start()
    one.join()

def daemon(function, *arguments):
    reads, writes = os.pipe()
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.write(writes, str(os.getpid()).encode())
            with suppress(OSError):
                function(*arguments)
        os._exit(0)
    os.wait()
    return Response(os.read(reads, 9))

def swallow(function, *arguments):
    with suppress(BaseException):
        function(*arguments)

def fork_here():
    return "child" if os.fork() == 0 else "parent"

def for_ever():
    while True:
        yield b"x"

def slowly():
    yield "first"
    time.sleep(1000)

def answer(value):
    if isinstance(value, BackgroundTask):
        return Response("in time", background=value)
    return value if isinstance(value, Response) else Response("done")

@app.get("/state")
def state():
    names = sorted(os.path.join(a, f) for a, b, c in os.walk(".") for f in b + c)
    modes = [os.lstat(each).st_mode for each in (".", *names)]
    return names, modes, open("data").read()
"""
ENDPOINT = """
@app.get("/{}")
def endpoint(): return answer({})
"""
