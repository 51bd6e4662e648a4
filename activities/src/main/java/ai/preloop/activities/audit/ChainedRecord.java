package ai.preloop.activities.audit;

/** A record at its place in the account's chain; hashes are lower-case hexadecimal. */
public record ChainedRecord(long seq, AuditRecord record, String previousHash, String hash) {

  static ChainedRecord after(ChainHead head, AuditRecord record) {
    long seq = head.seq() + 1;
    return new ChainedRecord(seq, record, head.hash(), ChainHash.of(seq, record, head.hash()));
  }

  ChainHead head() {
    return new ChainHead(seq, hash);
  }
}
