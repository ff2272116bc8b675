"""Networks: the only room that imports torch and transformers.

Nothing is imported here. Whoever needs a module of this room asks `extras.neural` for it, which
says what to install where a package is missing. Modules that only apply a network (tokenizer,
batches, windows, decoding, models) need onnxruntime or torch, and not both.
"""
