package io.unstir.storage.intake;

/** What the intake is doing; what readiness tells. */
sealed interface IntakeState {
    /** Something it needs is away, and it keeps trying. */
    record Waiting(String reason) implements IntakeState {}

    /** Another storage-service writes; this one takes over when that one ends. */
    record Standby() implements IntakeState {}

    record Running(int partitions) implements IntakeState {}

    record Stopped() implements IntakeState {}

    /** Whether reads from this instance are as fresh as they can be. */
    default boolean ready() {
        return switch (this) {
            case Running _, Standby _ -> true;
            case Waiting _, Stopped _ -> false;
        };
    }

    default String describe() {
        return switch (this) {
            case Waiting(String reason) -> "waiting: " + reason;
            case Standby() -> "standby: another storage-service writes";
            case Running(int partitions) -> "running: " + partitions + " partitions";
            case Stopped() -> "stopped";
        };
    }
}
