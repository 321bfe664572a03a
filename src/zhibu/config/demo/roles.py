"""The accounts of the demo, as the README lists them."""

WHO = (
    ("member", "党员（倒班） a member on shift"),
    ("secretary", "支部书记 secretary of a branch"),
    ("deputy", "支部副书记 deputy secretary, who also signs minutes"),
    ("leader", "党小组长 leader of a Party group"),
    ("staff", "党务工作人员 party-affairs staff"),
    ("superior", "上级查阅人员 the committee above"),
    ("discipline", "纪检干部 discipline officer, who receives the mailbox's letters"),
    ("inspector", "纪检干部 the second discipline officer"),
    ("security", "安全管理员 security administrator"),
    ("audit", "审计管理员 audit administrator"),
    ("system", "系统管理员 system administrator"),
    ("employee", "职工 an employee without membership"),
)
