"""An interior point that works along the structure of a two-stage linear programme."""
