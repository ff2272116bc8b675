"""What setup.cfg cannot say: the compiled module, and the pack that is made with it."""

import os
import shutil
import subprocess
import sys
from glob import glob

from setuptools import Extension, find_packages, setup
from setuptools.command.build_ext import build_ext

SANITIZE = os.environ.get("ZHNLP_SANITIZE")  # "address", "undefined": see CONTRIBUTING.md
PACK = """
import sys
sys.path.insert(0, sys.argv[1])
from zhnlp.models.lexicons.jieba import build_jieba_pack
build_jieba_pack(sys.argv[2])
"""

if sys.platform == "win32":
    flags = ["/std:c++17", "/O2", "/utf-8"]
elif SANITIZE:
    flags = ["-std=c++17", "-O1", "-g", "-fno-omit-frame-pointer", f"-fsanitize={SANITIZE}"]
else:
    flags = ["-std=c++17", "-O3"]


class BuildCore(build_ext):
    """Compile the core, then build packs/jieba with it.

    A process of its own does the second: it imports the zhnlp just built, never
    one that is installed, and leaves no bytecode (-B) for the wheel to pick up.
    """

    def run(self):
        super().run()
        if not self.inplace:
            self.run_command("build_py")
        root = os.path.abspath("." if self.inplace else self.build_lib)
        pack = os.path.join(root, "zhnlp", "packs", "jieba")
        shutil.rmtree(pack, ignore_errors=True)  # of an earlier build
        # A sanitizer wants to be loaded first; here it only has to be loaded.
        env = {**os.environ, "ASAN_OPTIONS": "verify_asan_link_order=0:detect_leaks=0"}
        command = [sys.executable, "-B", "-c", PACK, root, pack]
        subprocess.run(command, check=True, env=env if SANITIZE else None)


core = Extension(
    "zhnlp.core._core",
    sources=["zhnlp/core/_core.pyx"],
    depends=sorted(glob("zhnlp/core/*.hpp") + glob("zhnlp/core/*.px[di]")),
    language="c++",
    extra_compile_args=flags,
    extra_link_args=[f"-fsanitize={SANITIZE}"] if SANITIZE else [],
)

setup(
    packages=[*find_packages(include=["zhnlp", "zhnlp.*"]), "zhnlp.dicts"],
    ext_modules=[core],
    cmdclass={"build_ext": BuildCore},
    options={"build": {"build_base": "build/sanitize"}} if SANITIZE else {},
)
