"""What is owed and was handed in: the timetable, 报送材料, and marking either."""
