"""What setup.cfg cannot say: the compiled modules, and the pack that is made with them."""

import os
import shutil
import subprocess
import sys
from glob import glob

from setuptools import Extension, find_packages, setup
from setuptools.command.build_ext import build_ext

SANITIZE = os.environ.get("ZHNLP_SANITIZE")  # "address", "undefined": see CONTRIBUTING.md
DEBUG = os.environ.get("ZHNLP_DEBUG")  # "1": quick to compile, slow to run
KIND = "sanitize" if SANITIZE else "debug" if DEBUG else ""  # objects of each kind lie apart
PACK = """
import sys
sys.path.insert(0, sys.argv[1])
from zhnlp.models.lexicons.jieba import build_jieba_pack
build_jieba_pack(sys.argv[2])
"""

# Of two floats multiplied and added, some compilers make one instruction that rounds once:
# -ffp-contract=off gives the same bytes on every processor.
if sys.platform == "win32":
    flags = ["/std:c++17", "/O2", "/utf-8"]
elif SANITIZE:
    flags = ["-O1", "-g", "-fno-omit-frame-pointer", f"-fsanitize={SANITIZE}"]
elif DEBUG:
    flags = ["-O0", "-g"]
else:
    flags = ["-O3", "-g0"]
    if sys.platform == "linux":  # GCC inlines too little in small modules: 5 % of crf's speed
        flags.append("-finline-limit=2000")
if sys.platform != "win32":
    flags += ["-std=c++17", "-ffp-contract=off"]
link_flags = [f"-fsanitize={SANITIZE}"] if SANITIZE else []
if sys.platform == "linux" and not KIND:
    flags.append("-fvisibility=hidden")  # Python looks for one name in a module: the others
    link_flags.append("-Wl,--strip-all")  # would take an eighth of its file


class BuildCore(build_ext):
    """Compile the core, then build packs/jieba with it.

    A process of its own does the second: it imports the zhnlp just built, never
    one that is installed, and leaves no bytecode (-B) for the wheel to pick up.
    """

    def run(self):
        self.parallel = self.parallel or os.cpu_count()
        self.translate()
        super().run()
        if not self.inplace:
            self.run_command("build_py")
        root = os.path.abspath("." if self.inplace else self.build_lib)
        pack = os.path.join(root, "zhnlp", "packs", "jieba")
        if not (DEBUG and os.path.isdir(pack)):  # a core without optimisation takes long
            self.make_pack(root, pack)
        if os.path.exists(".git") and not self.inplace and not SANITIZE:
            self.copy_to_checkout(pack)

    def translate(self):
        """Make C++ of the .pyx files; what is as before keeps its time, and is not compiled again.

        Cython goes by times too, and pip unpacks a new Cython for every build.
        """
        from Cython.Build import cythonize

        folder = os.path.join("build", "cython")
        before = {}
        for path in glob(os.path.join(folder, "**", "*.cpp"), recursive=True):
            with open(path, "rb") as file:
                before[path] = file.read(), os.stat(path)
        made = cythonize(self.extensions, build_dir=folder, quiet=True)
        for extension, translated in zip(self.extensions, made, strict=True):
            extension.sources = translated.sources
        for path, (content, status) in before.items():
            with open(path, "rb") as file:
                if file.read() == content:
                    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    def make_pack(self, root, pack):
        """Make packs/jieba with the core that lies in `root`."""
        shutil.rmtree(pack, ignore_errors=True)  # of an earlier build
        # A sanitizer wants to be loaded first; here it only has to be loaded.
        env = {**os.environ, "ASAN_OPTIONS": "verify_asan_link_order=0:detect_leaks=0"}
        command = [sys.executable, "-B", "-c", PACK, root, pack]
        subprocess.run(command, check=True, env=env if SANITIZE else None)

    def copy_to_checkout(self, pack):
        """Put what was built beside the sources, so that Python works inside the checkout.

        Python imports from the current folder first, and would find the sources without
        their core there. Git ignores the copies.
        """
        for path in self.get_outputs():
            shutil.copy2(path, os.path.join("zhnlp", "core"))
        own = os.path.join("zhnlp", "packs", "jieba")
        shutil.rmtree(own, ignore_errors=True)
        shutil.copytree(pack, own)


def module(path):
    """The extension of a .pyx file; a header or flag that changes compiles all of them again."""
    return Extension(
        path.removesuffix(".pyx").replace(os.sep, "."),
        sources=[path],
        depends=["setup.py", *sorted(glob("zhnlp/core/*.hpp") + glob("zhnlp/core/*.pxd"))],
        include_dirs=["zhnlp/core"],
        language="c++",
        extra_compile_args=flags,
        extra_link_args=link_flags,
    )


setup(
    packages=[*find_packages(include=["zhnlp", "zhnlp.*"]), "zhnlp.dicts"],
    ext_modules=[module(path) for path in sorted(glob(os.path.join("zhnlp", "core", "*.pyx")))],
    cmdclass={"build_ext": BuildCore},
    options={"build": {"build_base": f"build/{KIND}"}} if KIND else {},
)
