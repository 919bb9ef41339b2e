-- Announcement channels are open to every guild, also to those from before the feature was given to each new one.
-- Features are one to a line.
UPDATE guild SET features = CASE features WHEN '' THEN 'NEWS' ELSE features || '
NEWS' END
WHERE '
' || features || '
' NOT LIKE '%
NEWS
%';
