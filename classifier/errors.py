"""What can be wrong with a bundle or an input file; each text says what to do."""


class ClassifierError(ValueError):
    """Base of the classifier's own errors; `str(error)` is fit for a person to read."""


class BundleError(ClassifierError):
    """A bundle on disk cannot be used: damaged, of another format, or made with another encoder."""


class InputError(ClassifierError):
    """A line or file of examples, documents or taxonomy cannot be read."""


class EncoderError(ClassifierError):
    """An encoder cannot be loaded, or its weights are not the ones that were promised."""
