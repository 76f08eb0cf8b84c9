"""Python's audit events that tell of something that could change what is outside of a copy."""

# Events, and in their arguments: where a path is, where the folder that it begins in; and whether
# it is the entry of a folder that changes, and not what a link there leads to.
PATHS: dict[str, tuple[tuple[int, int | None, bool], ...]] = {
    "os.remove": ((0, 1, True),),
    "os.rename": ((0, 2, True), (1, 3, True)),
    "os.mkdir": ((0, 2, True),),
    "os.rmdir": ((0, 1, True),),
    "os.link": ((0, 2, False), (1, 3, True)),  # a second name for a file: by it, it can be changed
    "os.symlink": ((1, 2, True),),
    "os.chmod": ((0, 2, False),),
    "os.chown": ((0, 3, False),),
    "os.chflags": ((0, None, False),),
    "os.utime": ((0, 3, False),),
    "os.setxattr": ((0, None, False),),
    "os.removexattr": ((0, None, False),),
    "os.truncate": ((0, None, False),),
    "shutil.rmtree": ((0, 1, True),),
}
# Where in the arguments a program, or its command line, is.
PROGRAMS = {"subprocess.Popen": 1, "os.system": 0, "os.exec": 1, "os.posix_spawn": 1}
PROGRAMS |= {"os.spawn": 2, "os.startfile": 0, "pty.spawn": 0}
# These change nothing; libraries ask them where they run, and apps for their version.
READERS: dict[str, set[str]] = {"uname": set(), "ldconfig": {"-p"}, "lsb_release": set()}
READERS["git"] = {"rev-parse", "describe", "log", "show", "--version"}
KILLS = {"os.kill", "os.killpg"}
HOSTS = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}
ADDRESSES = {"socket.connect", "socket.sendto", "socket.sendmsg"}
EVENTS = {"open", "sqlite3.connect", *PATHS, *PROGRAMS, *KILLS, *HOSTS, *ADDRESSES}
