"""Fine-tunes and exports the sentence encoder; runs in its own environment (`make encoder`), never in the product."""
