"""Apps that do not end by themselves, as source."""

# Each way of hanging first says, in a file that it makes, that it has begun.
HANGING = """
import asyncio, os, sqlite3, threading, time
from pathlib import Path

from fastapi import FastAPI

app = FastAPI()
BEGUN = Path(os.environ["BEGUN"])
lock = threading.Lock()
lock.acquire()


@app.get("/loop")
def loop():
    BEGUN.touch()
    while True:
        pass


@app.get("/async-loop")
async def async_loop():
    BEGUN.touch()
    while True:
        pass


@app.get("/lock")
def waits():
    BEGUN.touch()
    lock.acquire()


@app.get("/executor")
async def executor():
    BEGUN.touch()
    await asyncio.get_running_loop().run_in_executor(None, lock.acquire)


@app.get("/many")
def many():
    values = []
    for i in range(100):
        values = [*values, str(i) * 1000]
    return len(values)
"""
STARTS_FOREVER = """
import os, time
from pathlib import Path

Path(os.environ["BEGUN"]).touch()
time.sleep(600)
"""
# Goes on writing, in a thread and at Python's exit; and its end fails.
NEVER_STILL = """
import atexit, threading, time
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI


def save():
    Path("state.json").write_text("changed")


def always():
    while True:
        save()


@asynccontextmanager
async def lifespan(app):
    yield
    raise LookupError("no end")


atexit.register(save)
threading.Thread(target=always).start()
app = FastAPI(lifespan=lifespan)
"""
