import subprocess
import sys


def test_importing_the_classifier_loads_neither_torch_nor_scikit_learn():
    code = "import sys, classifier; print(*{'torch', 'sklearn', 'transformers'}.intersection(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_ranking_and_tagging_with_ready_vectors_load_no_torch():
    code = """
import datetime as dt, sys
import classifier as c
documents = [c.Document(id=str(i), title=f"token pruning {i}", abstract="video") for i in range(4)]
examples = [c.Example(document=d, wanted=True) for d in documents]
encoder = c.HashEncoder()
now = dt.datetime.now(dt.UTC)
bundle = c.train(examples, background=[], taxonomy=c.Taxonomy(), encoder=encoder, trained_at=now)
bundle.rank(documents, encoder), bundle.suggest(documents, encoder)
print("torch" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
