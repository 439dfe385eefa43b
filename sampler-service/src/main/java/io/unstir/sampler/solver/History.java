package io.unstir.sampler.solver;

import io.unstir.sampler.schedule.Node;

/** What a solver remembers of one image's way: the last few answers of the model and where they were given. */
public final class History {
    private final Memory[] ring;
    private int count;

    /** An answer: what the model said at {@code node} about {@code x}. */
    static final class Memory {
        private final double[] x;
        private final double[] x0;
        private final double[] epsilon;
        private Node node = Node.IMAGE;

        private Memory(int elements) {
            x = new double[elements];
            x0 = new double[elements];
            epsilon = new double[elements];
        }

        double[] x() {
            return x;
        }

        double[] x0() {
            return x0;
        }

        double[] epsilon() {
            return epsilon;
        }

        Node node() {
            return node;
        }
    }

    /** @param depth how many answers are kept */
    public History(int depth, int elements) {
        ring = new Memory[depth];
        for (int i = 0; i < depth; i++) {
            ring[i] = new Memory(elements);
        }
    }

    /** Answers so far, also those that are no longer kept. */
    int count() {
        return count;
    }

    /** Keeps a copy. */
    void remember(Node node, Denoised denoised, double[] x) {
        Memory memory = ring[count % ring.length];
        memory.node = node;
        System.arraycopy(x, 0, memory.x, 0, x.length);
        System.arraycopy(denoised.x0(), 0, memory.x0, 0, x.length);
        System.arraycopy(denoised.epsilon(), 0, memory.epsilon, 0, x.length);
        count++;
    }

    /** The answer {@code back} answers ago; 0 is the last one. */
    Memory past(int back) {
        return ring[(count - 1 - back) % ring.length];
    }

    /** After a jump of x that no step made, the past says nothing. */
    public void forget() {
        count = 0;
    }
}
