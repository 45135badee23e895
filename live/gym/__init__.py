"""The environment of Gymnasium: the engine as something that learns to be played."""
