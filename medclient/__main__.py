"""Entry point: arguments, then the program; or, as its own child, the practice service or the practice patient."""

import sys

from medclient import options

CHILD_SERVICE = "--child-service"
CHILD_PATIENT = "--child-practice-patient"
CHILD_ENCODER_CHECK = "--child-encoder-check"
CHILD_PAINTING_CHECK = "--child-painting-check"
"""What a frozen program calls itself with, in the order of `practice.embedded`, `rehearsal_process`, `rtp.hardware` and
`ui.video.gpu`."""


def main(arguments: list[str] | None = None) -> int:
    given = sys.argv[1:] if arguments is None else arguments
    if given[:1] == [CHILD_SERVICE]:
        from medclient.service import __main__ as service

        return service.main(given[1:])
    if given[:1] == [CHILD_PATIENT]:
        from medclient.session import rehearsal

        return rehearsal.main()
    if given[:1] == [CHILD_ENCODER_CHECK]:
        from medclient.session.rtp import hardware_check

        return hardware_check.main()
    if given[:1] == [CHILD_PAINTING_CHECK]:
        from medclient.ui.video import gpu_check

        return gpu_check.main()
    chosen = options.read(given)
    if chosen.system_report or chosen.system_test:
        from medclient import headless

        return headless.system_report(chosen) if chosen.system_report else headless.system_test(chosen)
    # The libraries take a second to load: whoever asks for help does not wait for them, and neither does the service.
    from medclient import memory, startup

    with startup.ground(chosen) as ground:
        with memory.loading():
            from medclient import app, demo_run

        return app.run_on(ground, demo_run.drive if demo_run.is_wanted(chosen) else None)


if __name__ == "__main__":
    sys.exit(main())
