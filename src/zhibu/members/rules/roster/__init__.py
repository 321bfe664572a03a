"""Reading a roster (党员信息采集表): from a file people made to rows and what is wrong with them."""
