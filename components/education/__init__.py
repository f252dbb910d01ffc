"""Parts of the page of education: answers, figures, load, forecast, sites, meals, safety, the answer to a parent."""
