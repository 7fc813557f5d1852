"""What the product is made of, and what is known against it. For who releases and who reviews; nothing of it runs."""
