"""One definition of a form, many uses: citizen pages, staff form, API check, printed copy.

In: questions with a schema, and answers. Becomes: sealed drafts and submissions. Read by: cases.
Refuses: answers that break the schema (all errors at once), a definition that fails the lint.
"""
