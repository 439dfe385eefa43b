package io.unstir.sampler.intake;

import org.apache.kafka.clients.consumer.AcknowledgeType;

/** What becomes of a job's record. */
enum Outcome {
    /** Its last event is out. */
    DONE(AcknowledgeType.ACCEPT),
    /** This sampler could not end it; another one, or this one later, may. */
    GIVEN_BACK(AcknowledgeType.RELEASE);

    private final AcknowledgeType acknowledgement;

    Outcome(AcknowledgeType acknowledgement) {
        this.acknowledgement = acknowledgement;
    }

    AcknowledgeType acknowledgement() {
        return acknowledgement;
    }
}
