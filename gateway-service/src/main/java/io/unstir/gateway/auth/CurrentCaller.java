package io.unstir.gateway.auth;

import jakarta.enterprise.context.RequestScoped;

/** Who sent the request at hand. Resources read it once and hand the {@link Caller} on, which also outlives the request. */
@RequestScoped
public class CurrentCaller {
    private Caller caller;

    public Caller get() {
        if (caller == null) {
            throw new IllegalStateException("no filter has told who the caller is");
        }
        return caller;
    }

    public String tenant() {
        return get().tenant();
    }

    void set(Caller caller) {
        this.caller = caller;
    }
}
