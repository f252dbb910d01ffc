"""Parts of the page of digital inclusion: answers, who gets in where, plan, needs, barriers, people, reports, rule."""
