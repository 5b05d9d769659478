"""Pure decisions: how texts are filled, how short ones are counted, when it is too late to send."""
