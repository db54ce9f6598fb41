"""Sweeps that keep the plumbing clean: jobs of killed workers, finished jobs, old counters, old sessions."""

from django.contrib.sessions.models import Session
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from parvis.common import clock
from parvis.common.jobs import RETRY, Queue, job
from parvis.common.throttle import forget_old_counters

KEPT_HOURS = 7 * 24


@app.periodic(cron="* * * * *")
@app.task(queue=Queue.SWEEPS, name="common.retry_stalled_jobs", pass_context=True, retry=False)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - given by the calendar
    """Put back the jobs whose worker was killed under them; one that kills its worker each time is given up.

    Procrastinate finds them by the worker's missing heartbeat (30 s) but leaves the decision to us.
    """
    manager = context.app.job_manager
    for stalled in await manager.get_stalled_jobs():
        if RETRY.max_attempts and stalled.attempts >= RETRY.max_attempts:
            await manager.finish_job(stalled, Status.FAILED, delete_job=False)
            continue
        try:
            await manager.retry_job(stalled)
        except UniqueViolation:  # another one of its queueing lock waits already, and will do the same
            await manager.finish_job(stalled, Status.ABORTED, delete_job=False)


@app.periodic(cron="17 * * * *")
@app.task(queue=Queue.SWEEPS, name="common.delete_finished_jobs", pass_context=True, retry=False)
async def delete_finished_jobs(context: JobContext, timestamp: int) -> None:  # noqa: ARG001
    """Delete the jobs done for a week; those that failed stay until an operator has looked at them."""
    await context.app.job_manager.delete_old_jobs(nb_hours=KEPT_HOURS)


@app.periodic(cron="43 3 * * *")
@job(Queue.SWEEPS, name="common.forget_visits")
def forget_visits(timestamp: int) -> None:  # noqa: ARG001
    """Delete the counters of attempts and the sessions that are over."""
    forget_old_counters()
    Session.objects.filter(expire_date__lt=clock.now()).delete()
