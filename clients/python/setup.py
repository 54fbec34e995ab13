"""A wheel with the library inside: one for each platform, and for every Python 3 on it."""
from pathlib import Path

from setuptools import Distribution, setup
from wheel.bdist_wheel import bdist_wheel

if not (Path(__file__).parent / "src" / "lemma_verifier" / "liblemma_verifier.so").exists():
    raise SystemExit("liblemma_verifier.so is missing: run `make python` at the repository's root")


class PlatformDistribution(Distribution):
    def has_ext_modules(self):
        return True


class PlatformWheel(bdist_wheel):
    def get_tag(self):
        return "py3", "none", super().get_tag()[2]


setup(distclass=PlatformDistribution, cmdclass={"bdist_wheel": PlatformWheel})
