package io.unstir.trainer.evaluation;

import java.util.List;
import java.util.Optional;

/**
 * What an evaluation found. The same pictures, data and classifier give the same report.
 *
 * @param dataDigest of the data set that is compared with
 * @param realPictures different pictures of the data set
 * @param referencePictures how many of them everything is compared with
 * @param withoutAgreement why there is no prompt agreement, where there is none
 */
public record Report(
        Subject subject,
        String dataDigest,
        int realPictures,
        int referencePictures,
        Eyes classifier,
        List<Run> runs,
        Optional<String> withoutAgreement) {
    public Report {
        runs = List.copyOf(runs);
    }

    /**
     * The checkpoint.
     *
     * @param digest SHA-256 of its manifest
     * @param trainedOn digest of the data set it was trained on
     */
    public record Subject(String model, String version, String digest, String trainedOn) {}

    /**
     * The classifier. Scores of two reports compare only where its digest is the same.
     *
     * @param task {@code categories} or {@code rotations}
     * @param classes it tells apart
     * @param accuracy share of right answers on {@code examined} pictures that it never saw
     */
    public record Eyes(String digest, String task, int classes, double accuracy, int examined) {}

    /**
     * One way of making pictures.
     *
     * @param made what the model reached
     * @param floor what other real pictures of the data set reach: no model can be expected to do better
     * @param ceiling what noise reaches: a model that is no better has learned nothing
     */
    public record Run(Sampling sampling, Scores made, Scores floor, Scores ceiling) {}
}
