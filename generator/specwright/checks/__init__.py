"""The parts of `validate`: the shape of objects, what they mean, and a second opinion."""
