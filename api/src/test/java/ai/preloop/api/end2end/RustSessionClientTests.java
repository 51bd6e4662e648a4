package ai.preloop.api.end2end;

/** The official Rust client in a session, which is what it does unless it is told otherwise. */
class RustSessionClientTests extends SdkClientContract {

  RustSessionClientTests() {
    super(SdkProject.RUST, "legacy");
  }
}
