-- The sample scheme settled for a year as a person would write it for this one scheme, by hand: every value,
-- cap and kind of fact is a literal. bench/settlement.py proves that it gives the same rows as the product.
INSERT INTO bench_figures (settlement_id, person_id, branch_id, morality, ability, diligence, performance, honesty,
                           total, has_veto)
WITH facts AS (
  SELECT member_id,
    CASE kind WHEN 'volunteer_work_declared' THEN 'volunteer_service_attended' ELSE kind END AS kind,
    SUM(quantity)::int AS q
  FROM ledger_entry
  WHERE occurred_at >= '2025-01-01 00:00+08' AND occurred_at < '2026-01-01 00:00+08' AND recorded_at <= %(until)s
  GROUP BY 1, 2
),
officers AS (
  SELECT DISTINCT person_id FROM members_postholding
  WHERE title IN ('secretary', 'deputy_secretary', 'organization_member', 'publicity_member', 'discipline_member',
                  'youth_member', 'united_front_member', 'confidentiality_member', 'mass_work_member',
                  'committee_member')
    AND started_on < '2026-01-01' AND (ended_on IS NULL OR ended_on >= '2025-01-01')
),
roll AS (
  SELECT m.person_id, m.branch_id, o.person_id IS NOT NULL AS is_officer
  FROM members_membership m JOIN organisations_organisation b ON b.id = m.branch_id
  LEFT JOIN officers o ON o.person_id = m.person_id
  WHERE b.path LIKE '0001%%' AND m.status IN ('normal', 'in_transit')
),
slots AS (
  SELECT member_id,
    COALESCE(SUM(CASE kind
      WHEN 'collective_study_missed' THEN -LEAST(40, q) WHEN 'discipline_finding' THEN -LEAST(40, 4 * q)
      WHEN 'pledge_kept' THEN CASE WHEN q >= 10 THEN 20 ELSE 0 END
      WHEN 'self_examination_made' THEN CASE WHEN q >= 10 THEN 20 ELSE 0 END
      WHEN 'improper_remark_verified' THEN GREATEST(-60, -2 * q)
      WHEN 'decision_refused' THEN GREATEST(-60, -3 * q) END), 0) AS plain1,
    COALESCE(SUM(CASE kind WHEN 'essay_accepted' THEN LEAST(20, q) WHEN 'lesson_given' THEN LEAST(40, 2 * q)
      WHEN 'good_deed_commended' THEN LEAST(20, q) END), 0) AS bonus1,
    COALESCE(MAX(q) FILTER (WHERE kind = 'class_hours'), 0) AS hours,
    COALESCE(SUM(CASE kind WHEN 'job_training_passed' THEN CASE WHEN q >= 10 THEN 30 ELSE 0 END
      WHEN 'spoke_at_meeting' THEN CASE WHEN q >= 20 THEN 20 ELSE 0 END END), 0) AS plain2,
    COALESCE(SUM(CASE kind WHEN 'quiz_passed' THEN LEAST(20, q / 2) WHEN 'certificate_gained' THEN LEAST(40, 2 * q)
      WHEN 'innovation_recognised' THEN LEAST(60, 3 * q) WHEN 'mentoring_done' THEN LEAST(30, q) END), 0) AS bonus2,
    COALESCE(SUM(CASE kind
      WHEN 'members_meeting_missed' THEN -LEAST(40, q) WHEN 'group_meeting_missed' THEN -LEAST(40, q / 2)
      WHEN 'theme_party_day_missed' THEN -LEAST(50, q / 2) WHEN 'party_lesson_missed' THEN -LEAST(20, q / 2)
      WHEN 'dues_late' THEN -LEAST(40, q)
      WHEN 'thought_report_made' THEN CASE WHEN q >= 10 THEN 10 ELSE 0 END
      WHEN 'task_overdue' THEN GREATEST(-60, -2 * q) WHEN 'not_made_up' THEN GREATEST(-40, -q) END), 0) AS plain3,
    COALESCE(SUM(CASE kind WHEN 'volunteer_service_attended' THEN LEAST(50, q) WHEN 'post_held' THEN LEAST(20, 2 * q)
      WHEN 'urgent_task_done' THEN LEAST(40, 2 * q) WHEN 'activity_organised' THEN LEAST(30, q) END), 0) AS bonus3,
    CASE WHEN COALESCE(SUM(q) FILTER (WHERE kind IN ('job_appraisal_competent', 'job_appraisal_excellent')), 0) >= 10
      THEN 60 ELSE 0 END
    + COALESCE(SUM(CASE kind WHEN 'job_pledge_met' THEN CASE WHEN q >= 10 THEN 40 ELSE 0 END
      WHEN 'safety_fault' THEN GREATEST(-60, -3 * q) WHEN 'complaint_verified' THEN GREATEST(-30, -q) END), 0)
      AS plain4,
    COALESCE(SUM(CASE kind WHEN 'job_appraisal_excellent' THEN LEAST(40, 4 * q)
      WHEN 'commendation_company' THEN LEAST(40, 2 * q) WHEN 'commendation_city' THEN LEAST(40, 4 * q)
      WHEN 'commendation_province' THEN LEAST(60, 6 * q) WHEN 'commendation_nation' THEN LEAST(80, 8 * q)
      WHEN 'proposal_adopted' THEN LEAST(30, q) WHEN 'article_accepted' THEN LEAST(20, q / 2)
      WHEN 'pairing_help_done' THEN LEAST(30, q) WHEN 'key_project_joined' THEN LEAST(40, 2 * q) END), 0) AS bonus4,
    COALESCE(SUM(CASE kind WHEN 'clean_pledge_kept' THEN CASE WHEN q >= 10 THEN 40 ELSE 0 END
      WHEN 'warning_education_attended' THEN CASE WHEN q >= 10 THEN 20 ELSE 0 END
      WHEN 'required_report_received' THEN CASE WHEN q >= 10 THEN 20 ELSE 0 END
      WHEN 'reminder_talk' THEN GREATEST(-40, -2 * q) WHEN 'criticised_formally' THEN GREATEST(-80, -4 * q) END), 0)
      AS plain5,
    COALESCE(SUM(CASE kind WHEN 'clean_proposal_adopted' THEN LEAST(20, q) WHEN 'gift_registered' THEN LEAST(20, q)
      END), 0) AS bonus5,
    COALESCE(BOOL_OR(q > 0) FILTER (WHERE kind IN ('party_punishment', 'unlawful_act_punished', 'illegal_group_joined',
      'serious_accident_blamed', 'declaration_falsified', 'six_months_away')), FALSE) AS veto
  FROM facts GROUP BY member_id
),
aspects AS (
  SELECT r.person_id, r.branch_id,
    80 + COALESCE(plain1, 0) + LEAST(60, COALESCE(bonus1, 0)) AS morality,
    COALESCE(50 * LEAST(hours, CASE WHEN r.is_officer THEN 560 ELSE 320 END)
      / CASE WHEN r.is_officer THEN 560 ELSE 320 END, 0) + COALESCE(plain2, 0) + LEAST(80, COALESCE(bonus2, 0))
      AS ability,
    190 + COALESCE(plain3, 0) + LEAST(80, COALESCE(bonus3, 0)) AS diligence,
    COALESCE(plain4, 0) + LEAST(140, COALESCE(bonus4, 0)) AS performance,
    COALESCE(plain5, 0) + LEAST(40, COALESCE(bonus5, 0)) AS honesty,
    COALESCE(veto, FALSE) AS veto
  FROM roll r LEFT JOIN slots s ON s.member_id = r.person_id
)
SELECT %(settlement)s, person_id, branch_id, morality, ability, diligence, performance, honesty,
  CASE WHEN veto THEN 0 ELSE LEAST(1000, GREATEST(0, morality + ability + diligence + performance + honesty)) END, veto
FROM aspects
