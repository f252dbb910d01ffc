"""Parts of the page of city infrastructure: answers, figures and sections from the registers of the city."""
