"""How long data live: removed by kind and age, erased, handed out on request, and each of it written down."""
