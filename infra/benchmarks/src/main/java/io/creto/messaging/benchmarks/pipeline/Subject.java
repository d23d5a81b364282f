package io.creto.messaging.benchmarks.pipeline;

import io.creto.messaging.jobs.config.JobConfig;
import io.creto.messaging.jobs.job.MessagingJob;
import io.creto.messaging.v1.Report;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** What the batches are sent through. */
enum Subject {
    /** The floor. */
    PASS_THROUGH("pass-through") {
        @Override
        void define(StreamExecutionEnvironment environment, JobConfig config) {
            PassThrough.define(environment, config);
        }

        @Override
        long outputs(Workload workload, long slices) {
            return workload.batches();
        }
    },
    /** What is measured against it. */
    JOB("job") {
        @Override
        void define(StreamExecutionEnvironment environment, JobConfig config) {
            MessagingJob.define(environment, config);
        }

        @Override
        long outputs(Workload workload, long slices) {
            return slices + verdicts(workload, slices);
        }
    };

    private final String title;

    Subject(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** Defines the dataflow. */
    abstract void define(StreamExecutionEnvironment environment, JobConfig config);

    /** How many records come out of a workload whose batches are cut into so many slices. */
    abstract long outputs(Workload workload, long slices);

    /** How many of them are verdicts: one a slice, where they are wanted. */
    static long verdicts(Workload workload, long slices) {
        return workload.report() == Report.REPORT_NONE ? 0 : slices;
    }
}
