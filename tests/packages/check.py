#!/usr/bin/env python3
"""Installs the packages of a folder, uses what they install and takes them off again.

    check.py FOLDER            in this system's own root, where only a copy in memory is written to and the
                               source tree is not seen; without the right to, in a folder (dpkg-deb -x)
    check.py FOLDER ROOT       in another root, e.g. that of `debootstrap --variant=minbase bookworm ROOT`:
                               apt-get installs what the packages depend on, which it thereby proves

Used are the tutorial's program, whose output is known, and the programs of tests/consumers, through CMake and
pkg-config. After the removal every file of before is there, and no other.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

TREE = pathlib.Path(__file__).resolve().parents[2]
TESTS = TREE / "tests"
# What a program needs to be built, besides the packages.
TOOLS = ["g++", "cmake", "ninja-build", "pkg-config"]
# Where a system may write while packages come and go, and where tools keep what they know.
PASSING = ("/var/lib/dpkg", "/var/lib/apt", "/var/cache", "/var/log", "/var/tmp", "/etc/ld.so.cache")


def run(*command, **options):
    print("+", *command, flush=True)
    return subprocess.run([str(word) for word in command], check=True, **options)


class Root:
    """A root that commands run in, with a folder /tmp/in for what they are given."""

    def __init__(self, path):
        self.path = pathlib.Path(path)
        self.given = self.path / "tmp/in"
        self.given.mkdir(parents=True)
        shutil.copytree(TESTS / "consumers", self.given / "consumers")

    def __call__(self, *command, **options):
        return run("chroot", self.path, "env", "DEBIAN_FRONTEND=noninteractive", "LC_ALL=C.UTF-8", *command, **options)

    def files(self):
        found = set()
        for top in ("usr", "etc", "opt", "var"):
            for folder, folders, names in os.walk(self.path / top):
                inner = "/" + os.path.relpath(folder, self.path)
                folders[:] = [name for name in folders if os.path.join(inner, name) not in PASSING]
                found |= {os.path.join(inner, name) for name in names} - set(PASSING)
        return found


def use(run_here, usr, given, out):
    """The tutorial, and a user's program in the two ways of building one."""
    tutorial = run_here(f"{usr}/bin/glassgrad", "logistic_regression", "--no-plot", stdout=subprocess.PIPE).stdout
    if tutorial != (TESTS / "golden/tutorial_stdout.txt").read_bytes():
        sys.exit("the installed program does not print what the tutorial prints")
    run_here("cmake", "-S", f"{given}/consumers/find_package", "-B", f"{out}/cmake", "-G", "Ninja",
             "-DCMAKE_BUILD_TYPE=Debug", f"-DCMAKE_PREFIX_PATH={usr}", stdout=subprocess.DEVNULL)
    run_here("cmake", "--build", f"{out}/cmake", "--target", "consumer", stdout=subprocess.DEVNULL)
    run_here(f"{out}/cmake/consumer")
    top = run_here("find", usr, "-name", "glassgrad.pc", stdout=subprocess.PIPE).stdout.decode().split()
    folder = pathlib.Path(top[0]).parent
    build = (f"c++ -std=c++20 $(pkg-config --cflags glassgrad) {given}/consumers/main.cpp -o {out}/by_pkg_config "
             f"$(pkg-config --libs glassgrad) && {out}/by_pkg_config")
    run_here("env", f"PKG_CONFIG_PATH={folder}", f"LD_LIBRARY_PATH={folder.parent}", "sh", "-c", build)


def installed_and_removed(root, packages, depends):
    names = [subprocess.run(["dpkg-deb", "-f", package, "Package"], check=True, capture_output=True, text=True)
             .stdout.strip() for package in packages]
    inside = [f"/tmp/in/{package.name}" for package in packages]
    for package in packages:
        shutil.copy(package, root.given)
    if depends:
        root("apt-get", "-qq", "update")
        root("apt-get", "-qq", "install", "-y", "--no-install-recommends", *TOOLS, stdout=subprocess.DEVNULL)
        # What the packages depend on stays; it would be counted as theirs otherwise.
        root("apt-get", "-qq", "install", "-y", "--no-install-recommends", *inside, stdout=subprocess.DEVNULL)
        root("dpkg", "--purge", *names)
    before = root.files()
    root("dpkg", "--install", *inside)
    added = root.files() - before
    use(root, "/usr", "/tmp/in", "/tmp/out")
    root("dpkg", "--purge", *names)
    after = root.files()
    if after != before or not added:
        sys.exit(f"left behind: {sorted(after - before)[:20]}; gone: {sorted(before - after)[:20]}")
    print(f"{len(packages)} packages, {len(added)} files: installed, used, removed without a trace")


def extracted(packages):
    with tempfile.TemporaryDirectory() as folder:
        for package in packages:
            run("dpkg-deb", "-x", package, folder)
        use(run, f"{folder}/usr", TESTS, f"{folder}/out")
    print(f"{len(packages)} packages: extracted and used (to install them takes root)")


def can_mount():
    """Whether a root that only this process changes can be had here: containers may forbid it."""
    script = ("mount -t tmpfs memory $0 && mkdir $0/changed $0/work $0/root && "
              "mount -t overlay overlay -o lowerdir=/,upperdir=$0/changed,workdir=$0/work $0/root && chroot $0/root true")
    with tempfile.TemporaryDirectory() as top:
        return subprocess.run(["unshare", "--mount", "sh", "-c", script, top], check=False,
                              stderr=subprocess.DEVNULL).returncode == 0


def main():
    packages = sorted(pathlib.Path(sys.argv[1]).glob("*.deb"))
    if not packages:
        sys.exit(f"there is no package in {sys.argv[1]}")
    if len(sys.argv) > 2:
        root = Root(sys.argv[2])
        try:
            installed_and_removed(root, packages, depends=True)
        finally:
            shutil.rmtree(root.given)
    elif os.environ.get("GLASSGRAD_CHECK_MOUNTED"):
        # In a mount namespace of its own: what is mounted here ends with this process.
        top = pathlib.Path(os.environ["GLASSGRAD_CHECK_MOUNTED"])
        run("mount", "-t", "tmpfs", "memory", top)
        for name in ("changed", "work", "root"):
            (top / name).mkdir()
        root = top / "root"
        run("mount", "-t", "overlay", "overlay", "-o", f"lowerdir=/,upperdir={top}/changed,workdir={top}/work", root)
        for kept in ("/proc", "/dev"):
            run("mount", "--rbind", kept, f"{root}{kept}")
        for hidden in (TREE, pathlib.Path("/tmp")):
            run("mount", "-t", "tmpfs", "memory", f"{root}{hidden}")
        installed_and_removed(Root(root), packages, depends=False)
    elif os.geteuid() == 0 and can_mount():
        with tempfile.TemporaryDirectory() as top:
            run("unshare", "--mount", sys.executable, __file__, pathlib.Path(sys.argv[1]).resolve(),
                env=os.environ | {"GLASSGRAD_CHECK_MOUNTED": top})
    else:
        extracted(packages)


main()
