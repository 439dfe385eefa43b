package io.unstir.trainer.data;

/**
 * An image that can't be used.
 *
 * @param reason one line
 */
public record BrokenFile(String name, String reason) {
    @Override
    public String toString() {
        return name + " (" + reason + ")";
    }
}
