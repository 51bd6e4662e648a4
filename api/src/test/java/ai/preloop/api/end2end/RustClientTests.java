package ai.preloop.api.end2end;

/** The official Rust client, which finds out by itself what revisions are spoken. */
class RustClientTests extends SdkClientContract {

  RustClientTests() {
    super(SdkProject.RUST, "auto");
  }
}
