# Each does its own set-up; a second run skips what is done. ARGS passes options on: make demo ARGS="--seed 3"
.PHONY: demo test run

demo test run:
	@sh packaging/bootstrap.sh $@ $(ARGS)
