package io.unstir.local.scale;

/**
 * The stages of a job's way beside the engine.
 *
 * @param accept POST until the broker has the job
 * @param take from a record that is there and a slot that is free, to the job's lanes in the engine
 * @param store an image's encoding and storing, one after another for the images of a job
 * @param tell the last event, until the broker has it and the slot is free
 * @param deliver the last event, until a consumer has it
 */
public record Overhead(Delay accept, Delay take, Delay store, Delay tell, Delay deliver) {
    public static final Overhead NONE = new Overhead(Delay.NONE, Delay.NONE, Delay.NONE, Delay.NONE, Delay.NONE);
}
