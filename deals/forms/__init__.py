"""One form for one thing that a person does; every door runs the same."""
