"""How much of everything a day needs: `python3 -m capacity --customers 1000000`. See docs/capacity.md."""
