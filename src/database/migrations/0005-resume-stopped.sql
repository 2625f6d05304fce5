-- Channels whose first import was stopped had no time for the next one, and waited for ever.
update channel_catalog as k set next_full_at = stopped.at + interval '1 day'
from (
  select workspace_id, channel_id, max(finished_at) as at from run where state = 'cancelled'
  group by workspace_id, channel_id
) as stopped
where stopped.workspace_id = k.workspace_id and stopped.channel_id = k.channel_id
  and k.complete_at is null and k.next_changes_at is null and k.next_full_at is null;
