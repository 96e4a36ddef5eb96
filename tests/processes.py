"""The processes that a run or a server has started, looked at from outside."""

from contextlib import suppress

import psutil


def workers(parent: int) -> list[psutil.Process]:
    """The living worker processes of a process; none of one that has ended."""
    with suppress(psutil.NoSuchProcess):
        return [child for child in psutil.Process(parent).children() if _works(child)]
    return []


def gone(process: int) -> bool:
    """Whether a process has ended, waited for or not."""
    try:
        return psutil.Process(process).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def memory(process: psutil.Process) -> float:
    """Resident memory in MB; 0 of a process that has ended."""
    with suppress(psutil.NoSuchProcess):
        return float(process.memory_info().rss) / 2**20
    return 0.0


def kill(process: psutil.Process) -> bool:
    """Whether it was there to be killed."""
    try:
        process.kill()
    except psutil.NoSuchProcess:
        return False
    return True


def _works(process: psutil.Process) -> bool:
    with suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
        return any("spawn_main" in word for word in process.cmdline())
    return False
