"""The material: sound to codes to sound, training, the prior, the model file."""
