-- After V23 is committed, so that nobody who writes a message waits for this.
select recount_storage();
