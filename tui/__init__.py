"""How people meet the answers: screens/, widgets/, commands/. Only here is Textual imported."""
