package io.unstir.storage.intake;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;

/** Up to when the rows of this process's intake tell all that the topics tell. */
@ApplicationScoped
public class CaughtUp {
    private volatile Optional<Instant> moment = Optional.empty();

    /** Every record written before this moment is a row. Empty where this process never wrote, or was never done. */
    public Optional<Instant> until() {
        return moment;
    }

    void at(Instant newer) {
        moment = Optional.of(newer);
    }
}
