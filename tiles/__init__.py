"""Vector tiles of any layer: thinning rules, an own encoder and the sources that answer with them."""
