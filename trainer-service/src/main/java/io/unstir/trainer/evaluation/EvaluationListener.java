package io.unstir.trainer.evaluation;

/** Hears how far an evaluation is. */
public interface EvaluationListener {
    /** @param loss mean since the last call */
    void learned(int step, int steps, double loss);

    void classifierReady(String digest, boolean known);

    /** @param what for people, for example {@code "1911 real pictures"} */
    void looking(String what);
}
