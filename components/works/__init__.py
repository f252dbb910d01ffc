"""What the page of works shows: answers, figures, ranking, closed streets, contractors, yards, services, pictures."""
