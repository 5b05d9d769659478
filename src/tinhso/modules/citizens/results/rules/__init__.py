"""Pure decisions of results and digitisation."""
