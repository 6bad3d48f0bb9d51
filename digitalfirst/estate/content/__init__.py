"""What each kind of page says: functions from a site and one of its pages to blocks."""
