-- Accounts of imports say how many products were not reached; those of before had called them unexplained.
update run set account = account || '{"notReached": 0}' where account is not null and not account ? 'notReached';
